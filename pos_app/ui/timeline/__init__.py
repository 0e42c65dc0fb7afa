"""The history of a thing: find it by whatever somebody has, read its life, walk to what it leads to, begin acts."""
