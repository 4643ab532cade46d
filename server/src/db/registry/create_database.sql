create database "{name}" encoding 'UTF8' locale 'C' template template0
