#!/usr/bin/perl
# Writes core/base/text-table.h from the Unicode data that perl carries.
#
#   perl build-aux/text-table.pl >core/base/text-table.h
#
# One row for each run of code points that are not plain text of one column. The first
# class that fits counts. Width is what wcwidth(3) of glibc says in a UTF-8 locale: 2 for
# East_Asian_Width W and F and for two blocks beside them, 0 for marks that combine and for
# Hangul Jamo vowels and finals.
use strict;
use warnings;
use Unicode::UCD;

my $bidi = qr/\p{Bidi_Control}/;
my @classes = (
	[CONTROL    => qr/[\p{Cc}\x{2028}\x{2029}]/],
	[BIDI       => $bidi],
	# U+2800 is no ignorable by name, but as invisible as one.
	[IGNORABLE  => qr/[\p{Default_Ignorable_Code_Point}\x{2800}]/],
	[FORMAT     => qr/\p{Cf}/],
	[SPACE      => qr/[\p{Zs}]/],
	[PRIVATE    => qr/\p{Co}/],
	[UNASSIGNED => qr/[\p{Cn}\p{Cs}]/],
	[COMBINING  => qr/[\p{Mn}\p{Me}\x{1160}-\x{11FF}\x{D7B0}-\x{D7FB}]/],
);

sub class_of {
	my ($c) = @_;
	no warnings;
	return 'PLAIN' if $c == 0x20;
	return 'UNASSIGNED' if $c >= 0xd800 && $c <= 0xdfff;
	return 'UNASSIGNED' if ($c & 0xfffe) == 0xfffe || ($c >= 0xfdd0 && $c <= 0xfdef);
	my $s = chr $c;
	for (@classes) {
		return $_->[0] if $s =~ $_->[1];
	}
	return 'PLAIN';
}

sub width_of {
	my ($c, $class) = @_;
	no warnings;
	return 1 if $class ne 'PLAIN' && $class ne 'COMBINING';
	return 0 if $class eq 'COMBINING';
	return chr($c) =~ /[\p{East_Asian_Width=W}\p{East_Asian_Width=F}\x{3248}-\x{324f}\x{4dc0}-\x{4dff}]/
	    ? 2 : 1;
}

my (@rows, $from, $key);
for my $c (0 .. 0x110000) {
	my $k = '';
	if ($c <= 0x10ffff) {
		my $class = class_of($c);
		my $w = width_of($c, $class);
		$k = "$class, $w" unless $class eq 'PLAIN' && $w == 1;
	}
	next if defined $key && $k eq $key;
	push @rows, sprintf('R(0x%04x, 0x%04x, %s)', $from, $c - 1, $key)
	    if defined $key && $key ne '';
	($from, $key) = ($c, $k);
}

my $version = Unicode::UCD::UnicodeVersion();
print <<"END";
/*
 * Made by build-aux/text-table.pl from Unicode $version: do not edit.
 * R(first, last, class, columns), sorted; what is not here is plain text of one column.
 */
END
print "/* clang-format off */\n";
my $line = '';
for my $r (@rows) {
	if (length($line) + 1 + length($r) > 96) {
		print "$line\n";
		$line = '';
	}
	$line .= ($line eq '' ? '' : ' ') . $r;
}
print "$line\n/* clang-format on */\n";
