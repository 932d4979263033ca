"""From bytes to pages of styled lines. The only dangerous stage, and the only sandboxed one."""
