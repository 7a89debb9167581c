const cp = Reflect.apply(require, null, ['child_process']);
Reflect.apply(cp.exec, cp, ['id']);
