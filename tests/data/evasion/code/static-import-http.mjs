import lib from 'https://cdn.example.invalid/lib.mjs';
lib();
