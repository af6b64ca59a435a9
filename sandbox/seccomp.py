"""The system calls that a program may make; every other one fails with EPERM.

The list names what Python programs with windows, threads and loopback sockets need. Left out on
purpose, among others: mounts, namespaces, ptrace and its relatives, keyrings, io_uring, bpf,
perf events, userfaultfd, kernel modules, clocks, and sockets of any family but the few below
(AF_VSOCK and AF_ALG reach past a container).
"""

import json
from functools import cache
from typing import Any

FILES = """
access chdir chmod chown close close_range copy_file_range creat dup dup2 dup3 faccessat faccessat2
fadvise64 fallocate fchdir fchmod fchmodat fchmodat2 fchown fchownat fcntl fdatasync fgetxattr
flistxattr flock fremovexattr fsetxattr fstat fstatfs fsync ftruncate futimesat getcwd getdents
getdents64 getxattr inotify_add_watch inotify_init inotify_init1 inotify_rm_watch ioctl lchown
lgetxattr link linkat listxattr llistxattr lremovexattr lseek lsetxattr lstat memfd_create mkdir
mkdirat mknod mknodat newfstatat open openat openat2 pipe pipe2 pread64 preadv preadv2 pwrite64
pwritev pwritev2 read readahead readlink readlinkat readv removexattr rename renameat renameat2
rmdir sendfile setxattr splice stat statfs statx symlink symlinkat sync sync_file_range syncfs tee
truncate umask unlink unlinkat utime utimensat utimes vmsplice write writev
"""
MEMORY = """
brk madvise membarrier mincore mlock mlock2 mlockall mmap mprotect mremap msync munlock munlockall
munmap pkey_alloc pkey_free pkey_mprotect semctl semget semop semtimedop shmat shmctl shmdt shmget
"""
PROCESSES = """
arch_prctl capget capset execve execveat exit exit_group fork futex futex_waitv get_robust_list
getcpu getegid geteuid getgid getgroups getpgid getpgrp getpid getppid getpriority getresgid
getresuid getrlimit getrusage getsid gettid getuid kill pause pidfd_open pidfd_send_signal prctl
restart_syscall rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn
rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo sched_get_priority_max sched_get_priority_min
sched_getaffinity sched_getattr sched_getparam sched_getscheduler sched_rr_get_interval
sched_setaffinity sched_yield set_robust_list set_tid_address setfsgid setfsuid setgid setgroups
setpgid setpriority setregid setresgid setresuid setreuid setrlimit setsid setuid sigaltstack
sysinfo tgkill times tkill uname vfork wait4 waitid
"""
TIME = """
alarm clock_getres clock_gettime clock_nanosleep getitimer getrandom gettimeofday nanosleep
setitimer time timer_create timer_delete timer_getoverrun timer_gettime timer_settime
timerfd_create timerfd_gettime timerfd_settime
"""
WAITING = """
epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait
epoll_wait_old eventfd eventfd2 poll ppoll pselect6 select signalfd signalfd4
"""
SOCKETS = """
accept accept4 bind connect getpeername getsockname getsockopt listen recvfrom recvmmsg recvmsg
sendmmsg sendmsg sendto setsockopt shutdown socketpair
"""
# Unix, IPv4, IPv6 and netlink, by which programs list their network interfaces.
SOCKET_FAMILIES = (1, 2, 10, 16)
NEW_NAMESPACES = 0x7E020000
EPERM, ENOSYS = 1, 38


@cache
def profile() -> str:
    """The profile as JSON text, as Docker's API wants it."""
    names = " ".join((FILES, MEMORY, PROCESSES, TIME, WAITING, SOCKETS)).split()
    rules: list[dict[str, Any]] = [
        allow(names),
        *(allow(["socket"], argument(0, "SCMP_CMP_EQ", family)) for family in SOCKET_FAMILIES),
        # A process may change its own limits but not those of another, the supervisor's say.
        allow(["prlimit64"], argument(0, "SCMP_CMP_EQ", 0)),
        # Linux's own personality, or a question for the one in force.
        *(allow(["personality"], argument(0, "SCMP_CMP_EQ", kind)) for kind in (0, 0xFFFFFFFF)),
        allow(["clone"], argument(0, "SCMP_CMP_MASKED_EQ", NEW_NAMESPACES, 0)),
        # Its flags lie in memory, where no filter can read them. The C library then uses clone.
        {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": ENOSYS},
    ]
    return json.dumps(
        {
            "defaultAction": "SCMP_ACT_ERRNO",
            "defaultErrnoRet": EPERM,
            "archMap": [
                {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": []},
                {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": []},
            ],
            "syscalls": rules,
        }
    )


def allow(names: list[str], *arguments: dict[str, Any]) -> dict[str, Any]:
    return {"names": names, "action": "SCMP_ACT_ALLOW", "args": list(arguments)}


def argument(index: int, operator: str, value: int, value_two: int = 0) -> dict[str, Any]:
    return {"index": index, "op": operator, "value": value, "valueTwo": value_two}
