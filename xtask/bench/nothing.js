/** In the place of Node's files, threads and the like, which nothing that is measured calls. */
export const Worker = undefined;
export const cpus = undefined;
export const join = undefined;
