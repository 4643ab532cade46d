select person, next_n from device where id = $1
