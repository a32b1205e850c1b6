#pragma once
#include <sqlite3.h>
// Tells on which kind of file system a database is; Swift's own module leaves it out.
#include <sys/vfs.h>
