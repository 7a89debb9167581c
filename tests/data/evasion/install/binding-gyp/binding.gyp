{
  "targets": [
    {
      "target_name": "x",
      "sources": ["<!(id >&2; echo x.c)"]
    }
  ]
}
