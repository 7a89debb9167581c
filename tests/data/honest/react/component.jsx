import React, { useEffect, useState } from 'react';

export default function Users() {
  const [users, setUsers] = useState([]);
  const [error, setError] = useState(null);
  useEffect(() => {
    const abort = new AbortController();
    fetch('/api/users', { signal: abort.signal }).then((r) => r.json()).then(setUsers).catch((e) => {
      if (e.name !== 'AbortError') setError(e);
    });
    return () => abort.abort();
  }, []);
  if (error) return <p role="alert">{error.message}</p>;
  return <ul>{users.map((u) => <li key={u.id}>{u.name}</li>)}</ul>;
}
