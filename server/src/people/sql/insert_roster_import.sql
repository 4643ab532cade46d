insert into roster_import (author, created_at, file_name, is_reorganisation) values ($1, $2, $3, $4) returning seq
