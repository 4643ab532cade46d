select disabled_at is not null from account where person = $1
