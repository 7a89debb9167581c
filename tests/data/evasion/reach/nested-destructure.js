const { tools: { proc: { exec: go } } } = { tools: { proc: require('child_process') } };
go('id');
