using System.ComponentModel;
using System.Diagnostics;

namespace Surveyctl.Local;

/// <summary>Node.js is missing or too old, or something that runs on it failed. The message is fit for the user and says what to do.</summary>
public sealed class NodeException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Starts <c>node</c> and <c>npm</c>, with one clear message where they are missing.</summary>
public static class NodeCommand
{
    /// <summary>The oldest major version that the packages run on.</summary>
    public const int OldestVersion = 20;

    private const string WhatToDo = "Install Node.js 20 or newer from https://nodejs.org and try again.";

    /// <summary>A running process with all three streams redirected; the caller reads them and disposes it.</summary>
    /// <exception cref="NodeException">There is no such program.</exception>
    public static Process Start(string program, string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() && program == "npm" ? "npm.cmd" : program)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // Would give the emulator other accounts than the connection string names.
        start.Environment.Remove("AZURITE_ACCOUNTS");
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new NodeException($"'{program}' was not found. {WhatToDo}", exception);
        }
    }

    /// <summary>Runs to the end; what it printed.</summary>
    /// <exception cref="NodeException">No such program, or an exit code other than 0: the message ends with what it printed.</exception>
    public static async Task<string> RunAsync(
        string program, string folder, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(program, folder, arguments);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? await output
                : throw new NodeException($"{program} {string.Join(' ', arguments)} failed in {folder}:\n{(await errors).Trim()}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <exception cref="NodeException">Older than <see cref="OldestVersion"/>, or missing.</exception>
    public static async Task RequireVersionAsync(CancellationToken cancellationToken)
    {
        // "v20.20.2"
        var version = (await RunAsync("node", Environment.CurrentDirectory, ["--version"], cancellationToken)).Trim();
        if (!int.TryParse(version.TrimStart('v').Split('.')[0], out var major) || major < OldestVersion)
            throw new NodeException($"Node.js {version} is too old. {WhatToDo}");
    }
}
