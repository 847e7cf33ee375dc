using System.CommandLine;

namespace Surveyctl.Commands;

/// <summary>Options that mean the same in every command.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON document and nothing else on the standard output.",
        Recursive = true,
    };

    public static Option<string?> Connection { get; } = new("--connection")
    {
        Description = "The storage's connection string. Without it: AzureWebJobsStorage or AzureWebJobsStorage__accountName of the "
            + "environment, else the storage of a running 'surveyctl up'.",
        HelpName = "connection string",
    };

    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "The data folder of 'surveyctl up'. Default: .data in the repository.",
        HelpName = "folder",
    };
}
