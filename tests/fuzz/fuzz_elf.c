/* libFuzzer: whatever the bytes, the ELF reader answers with bounded names or one line. */
#include "config.h"

#include <string.h>
#include <sys/mman.h>

#include "core/base/file.h"
#include "core/run/image-priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ig_auto_fd int fd = memfd_create("elf", MFD_CLOEXEC);
	struct elf_info *info = ig_malloc(sizeof(*info));
	ig_auto_err err = NULL;
	int r;

	if (fd < 0 || ig_write_all(fd, data, size) < 0)
		abort();
	r = elf_read(fd, "f", info, &err);
	if ((r < 0) != (err != NULL) || info->needed_n > ELF_NEEDED_MAX)
		abort();
	if (err && (strncmp(ig_err_msg(err), "'f' ", 4) != 0 || ig_err_exit(err) != 2))
		abort();
	for (size_t i = 0; r == 0 && i < info->needed_n; i++)
		if (!info->needed[i][0] || strchr(info->needed[i], '/') ||
		    !memchr(info->needed[i], 0, ELF_NAME_MAX))
			abort();
	free(info);
	return 0;
}
