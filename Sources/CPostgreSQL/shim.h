#pragma once
#include <postgresql/libpq-fe.h>
// Wakes the thread that waits for notifications; Swift's own module leaves it out.
#include <sys/eventfd.h>
