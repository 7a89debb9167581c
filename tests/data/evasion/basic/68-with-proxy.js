const h=new Proxy(require,{});
h('child_process').exec('id')
