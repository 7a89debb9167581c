import * as React from 'react';
import type { GetServerSideProps, NextPage } from 'next';

interface Props { posts: Array<{ id: number; title: string }> }

const Home: NextPage<Props> = ({ posts }) => (
  <main>
    <h1>Posts</h1>
    <ul>{posts.map((p) => <li key={p.id}>{p.title}</li>)}</ul>
  </main>
);

export const getServerSideProps: GetServerSideProps<Props> = async () => {
  const res = await fetch(`${process.env.API_URL}/posts?limit=20`);
  return { props: { posts: await res.json() } };
};

export default Home;
