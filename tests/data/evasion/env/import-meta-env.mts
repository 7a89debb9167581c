const key = import.meta.env.DATABASE_PASSWORD;
export default key;
