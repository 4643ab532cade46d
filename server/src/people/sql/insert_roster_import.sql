-- A roster, or a reorganisation: author, time, name, whether it is one, its plan (JSON), when it was followed.
insert into roster_import (author, created_at, file_name, is_reorganisation, plan, followed_at)
values ($1, $2, $3, $4, $5, $6)
returning seq
