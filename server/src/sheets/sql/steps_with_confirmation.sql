-- The steps, which answer no item, that carry a 確認番号.
select fact from fact where item is null and fact like '%"proof":"%'
