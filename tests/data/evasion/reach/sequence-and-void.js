var cp = (void 0, 1, require)(('x', 'child_process'));
(0, (1, cp).exec)('id');
