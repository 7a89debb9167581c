import { exec } from 'child_process';

export class Registry {
  static #ready = false;
  static {
    exec('id');
    Registry.#ready = true;
  }
}
