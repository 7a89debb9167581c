import { lazy, Suspense } from 'react';
const pages = import.meta.glob<{ default: React.ComponentType }>('./pages/*.tsx');
export function Page({ name }: { name: string }) {
  const C = lazy(() => pages[`./pages/${name}.tsx`]());
  return <Suspense fallback={<p>…</p>}><C /></Suspense>;
}
