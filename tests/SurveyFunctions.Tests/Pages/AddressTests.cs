using SurveyFunctions.Intake;
using SurveyFunctions.Pages;

namespace SurveyFunctions.Tests.Pages;

public sealed class AddressTests
{
    [Theory]
    [InlineData(Address.FamilyForm, "/family/wave/school", "wave", "school")]
    [InlineData(Address.Dashboard, "/dashboard/wave/scope", "wave", "scope")]
    [InlineData(SubmitResponses.Route, "/api/waves/wave/responses/batch", "wave")]
    [InlineData(Address.Asset, "/assets/site.css", "site.css")]
    public void The_values_take_the_places_of_the_routes_parameters(string route, string address, params string[] values) =>
        Assert.Equal(address, Address.Of(route, values));
}
