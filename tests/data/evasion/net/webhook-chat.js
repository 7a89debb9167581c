const hook = ['https://discord.com', 'api', 'webhooks', '0000', 'example'].join('/');
fetch(hook, { method: 'POST', body: '{}' });
