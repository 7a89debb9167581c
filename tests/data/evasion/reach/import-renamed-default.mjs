import { default as tools } from 'child_process';
const { spawn: go } = tools;
go('id');
