/** Options behind which the settings of a program stand, or what it signs in with: it obeys them, and does not put them out. */
export const SETTINGS =
  /^--?(?:c|conf|config|config-file|keyring|kubeconfig|settings|defaults-(?:extra-)?file|cacert|cert|key)$/;
