delete from deletion_notice where subject = $1
