"""One module a command of `mea`; each holds it as `command`."""
