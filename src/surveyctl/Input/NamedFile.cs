using System.Runtime.InteropServices;

using Surveys.Readings;

namespace Surveyctl.Input;

/// <summary>
/// A file that a command line names, or that lies in a folder it names, and so may be anything. Only a regular file, or a link to one,
/// is opened: opening a pipe waits for somebody who writes into it, and a device need not end.
/// </summary>
internal static class NamedFile
{
    /// <summary>Of a CSV file. 100,000 schools take 13 MiB, and names in scripts of three bytes a letter twice as much.</summary>
    public const long MostCsvBytes = 64 * Mebibyte;

    /// <summary>Of a JSON file. A definition has to fit into a row of 1 MiB; a demo community of many schools may be longer.</summary>
    public const long MostJsonBytes = 4 * Mebibyte;

    private const long Mebibyte = 1024 * 1024;

    // <sys/stat.h>, the same on every Unix.
    private const int KindMask = 0xF000;
    private const int RegularKind = 0x8000;

    /// <summary>All of the file. A problem: it is missing, no regular file, or too large.</summary>
    public static Reading<byte[], DefinitionProblem> Read(string path, long mostBytes)
    {
        var opened = TryOpen(path, mostBytes);
        if (!opened.IsValid)
            return Reading<byte[], DefinitionProblem>.Failed(opened.Problems);
        using var file = opened.Value;
        // Not what is written to it meanwhile.
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The file, to be read from its beginning.</summary>
    /// <exception cref="CommandFailedException">It is missing, no regular file, or too large.</exception>
    public static FileStream Open(string path, long mostBytes) => TryOpen(path, mostBytes).Require();

    /// <summary>For a file that somebody else opens. It may be missing.</summary>
    /// <exception cref="CommandFailedException">Something else than a regular file is there.</exception>
    public static void RequireRegular(string path)
    {
        if (OtherKindOf(path) is { } problem)
            throw new CommandFailedException($"{path}: {problem}");
    }

    private static Reading<FileStream, DefinitionProblem> TryOpen(string path, long mostBytes)
    {
        if (OtherKindOf(path) is { } problem)
            return new DefinitionProblem(path, "", problem);
        try
        {
            var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
            var length = file.Length;
            if (length <= mostBytes)
                return file;
            file.Dispose();
            return new DefinitionProblem(
                path, "", $"This file has {length} bytes, and at most {mostBytes / Mebibyte} MiB are read: look whether it is the right one.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return new DefinitionProblem(path, "", "There is no such file.");
        }
    }

    /// <summary>Why something that is there is no regular file; null: it is one, or nothing is there.</summary>
    private static string? OtherKindOf(string path)
    {
        if (Directory.Exists(path))
            return "This is a folder: name a file.";
        if (OperatingSystem.IsWindows() || Stat(path, out var status) != 0 || (status.Mode & KindMask) == RegularKind)
            return null;
        return "This is a device, a pipe or a socket: name a regular file. What a pipe brings can be saved to one first.";
    }

    /// <summary>The runtime's own, the same on every Unix: it has no public one that tells the kind of a file before it is opened.</summary>
    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out FileStatus status);

    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private readonly struct FileStatus
    {
        private readonly int _flags;
        public readonly int Mode;
    }
}
