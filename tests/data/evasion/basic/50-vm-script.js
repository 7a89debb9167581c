const {Script}=require('vm');
new Script('1').runInThisContext()
