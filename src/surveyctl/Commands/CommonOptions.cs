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
        Description = "The storage account's connection string. Without it and --file: AzureWebJobsStorage, AzureWebJobsStorage__accountName or "
            + "EmbeddedStore of the environment, else the storage of a running 'surveyctl up'.",
        HelpName = "connection string",
    };

    public static Option<string?> File { get; } = new("--file")
    {
        Description = "The file of an embedded store, in place of a storage account.",
        HelpName = "file",
        Validators = { OptionRules.NotEmpty },
    };

    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "The data folder of 'surveyctl up'. Default: .data in the repository.",
        HelpName = "folder",
        Validators = { OptionRules.NotEmpty },
    };
}
