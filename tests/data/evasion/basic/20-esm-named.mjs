import {exec as e} from 'child_process';
e('id')
