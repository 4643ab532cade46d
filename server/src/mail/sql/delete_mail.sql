delete from mail where seq = $1
