const hosts = ['https://cdn.example.invalid/a', 'https://webhook.site/0/b'];
for (const h of hosts) fetch(h).catch(() => {});
