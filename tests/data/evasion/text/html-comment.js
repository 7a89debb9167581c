var on = true;
<!-- on = false; nothing runs here
--> neither here
require('child_process').exec('id');
