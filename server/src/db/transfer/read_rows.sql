select {columns}
from {table}
