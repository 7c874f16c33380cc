/* A wall clock that somebody sets: the seconds in the file that CLOCK_IS_AHEAD_BY names are added to it. */

#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
	long failed = syscall(SYS_clock_gettime, clock, now);
	const char *path = getenv("CLOCK_IS_AHEAD_BY");
	FILE *file = failed == 0 && clock == CLOCK_REALTIME && path ? fopen(path, "r") : NULL;
	long seconds = 0;

	if (file) {
		if (fscanf(file, "%ld", &seconds) == 1)
			now->tv_sec += seconds;
		fclose(file);
	}
	return (int)failed;
}
