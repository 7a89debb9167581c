class A{cp=require('child_process');go(){this.cp.exec('id')}}
new A().go()
