import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const isThere = (name: string): boolean => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;

/** Sees to it that a program which tests need is installed; as root on Debian it is installed, visibly and once. */
export function requireProgram(name: string, debianPackage: string): void {
  if (isThere(name)) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`The tests need ${name}: apt-get install -y ${debianPackage}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    // Another test file may be installing something at this moment.
    const waiting = ['-q', '-o', 'DPkg::Lock::Timeout=300'];
    spawnSync('apt-get', ['update', ...waiting], { stdio: 'inherit', env });
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...waiting, debianPackage], {
      stdio: 'inherit',
      env,
    });
    if (isThere(name)) return;
  }
  throw new Error(`The tests need ${name}: install it (Debian: apt-get install ${debianPackage}).`);
}
