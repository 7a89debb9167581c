#!/bin/bash
x=$(printf 'aWQK' | base64 -d)
eval "$x"
