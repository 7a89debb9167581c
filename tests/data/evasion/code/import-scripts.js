self.importScripts('https://cdn.example.invalid/w.js');
