using System.Diagnostics.CodeAnalysis;

using Surveys.Ids;

namespace SurveyEngine.People;

/// <summary>
/// What a program sends: whose it is and a secret. It begins with the name of the product, so that whoever finds one, or a program that looks for
/// secrets, knows what it is of.
/// </summary>
public sealed record ApiKey(TenantId Tenant, string Program, string Secret)
{
    private const string Name = "surveyfunctions";

    /// <summary>In no part of it.</summary>
    private const char Separator = '_';

    public static ApiKey Of(Person program, string secret) => new(program.Tenant, program.Id, secret);

    public static bool TryParse(string text, [NotNullWhen(true)] out ApiKey? key)
    {
        key = text.Split(Separator) is [Name, var tenant, var program, var secret] && ManagePeople.IsId(program) && ManagePeople.IsSecret(secret) && TenantId.TryParse(tenant, out var id) ? new ApiKey(id, program, secret) : null;
        return key is not null;
    }

    public override string ToString() => string.Join(Separator, Name, Tenant, Program, Secret);
}
