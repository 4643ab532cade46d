insert into roster_import (author, created_at, file_name) values ($1, $2, $3) returning seq
