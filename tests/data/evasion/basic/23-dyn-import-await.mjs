const {exec}=await import('child_process');
exec('id')
